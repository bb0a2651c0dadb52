import { z } from 'zod';
import { applicationAt, noteChange } from '../applications/application-at.js';
import { passwordCredentialSchema } from '../applications/application-body.js';
import { passwordCredential } from '../applications/credential-entities.js';
import { newSecret } from '../applications/new-secret.js';
import { GraphError } from '../graph-error.js';
import { parsedBody } from '../graph-body.js';
import type { GraphResource } from '../graph-resource.js';
import { serviceRoot } from '../odata/context.js';
import { WRITE_APPLICATIONS } from './application-permissions.js';

const addPassword = z.strictObject({ passwordCredential: passwordCredentialSchema.optional() });
const removePassword = z.strictObject({ keyId: z.guid() });

/** `addPassword`, whose answer alone has the secret, and `removePassword`. */
export const applicationPasswords: readonly GraphResource[] = [
  {
    method: 'POST',
    path: '/applications/{id}/addPassword',
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const registration = applicationAt(call);
      const { passwordCredential: asked = {} } = parsedBody(addPassword, call.body, 'application');
      const secret = newSecret(call, asked);
      noteChange(call, registration);
      registration.secrets = [...registration.secrets, secret];
      return {
        json: {
          '@odata.context': `${serviceRoot(call)}/$metadata#microsoft.graph.passwordCredential`,
          ...passwordCredential(secret, secret.value),
        },
      };
    },
  },
  {
    method: 'POST',
    path: '/applications/{id}/removePassword',
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const registration = applicationAt(call);
      const { keyId } = parsedBody(removePassword, call.body, 'application');
      if (!registration.secrets.some((secret) => secret.keyId === keyId)) {
        throw new GraphError(400, 'Request_BadRequest', `No password credential found with keyId '${keyId}'.`);
      }
      noteChange(call, registration);
      registration.secrets = registration.secrets.filter((secret) => secret.keyId !== keyId);
      return {};
    },
  },
];

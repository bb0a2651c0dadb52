import { z } from 'zod';
import { federatedCredential, TOKEN_EXCHANGE_AUDIENCE, type FederatedCredential } from '../../directory/credentials.js';
import type { AppRegistration } from '../../directory/registrations.js';
import { applicationAt, noteChange } from '../applications/application-at.js';
import { federatedIdentityCredential } from '../applications/credential-entities.js';
import { GraphError, resourceNotFound } from '../graph-error.js';
import { parsedBody } from '../graph-body.js';
import type { GraphCall, GraphResource } from '../graph-resource.js';
import { serviceRoot } from '../odata/context.js';
import { page } from '../odata/page.js';
import { READ_APPLICATIONS, WRITE_APPLICATIONS } from './application-permissions.js';

const MOST = 20;
const PATH = '/applications/{id}/federatedIdentityCredentials';

const changes = z.strictObject({
  issuer: z.url().max(600).optional(),
  subject: z.string().min(1).max(600).optional(),
  audiences: z.array(z.string().min(1)).length(1).optional(),
  description: z.string().max(600).nullish(),
});
const newCredential = changes.extend({
  name: z.string().regex(/^[\w-]{3,120}$/),
  issuer: z.url().max(600),
  subject: z.string().min(1).max(600),
});

/** `federatedIdentityCredentials`: whose tokens prove the application. Issuer and subject together are there once. */
export const federatedIdentityCredentials: readonly GraphResource[] = [
  {
    method: 'GET',
    path: PATH,
    permissions: READ_APPLICATIONS,
    options: ['$top', '$skiptoken'],
    handle: (call) => {
      const { objectId, federatedCredentials } = applicationAt(call);
      return page(call, setOf(objectId), federatedCredentials.map(federatedIdentityCredential));
    },
  },
  {
    method: 'POST',
    path: PATH,
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const registration = applicationAt(call);
      const {
        audiences = [TOKEN_EXCHANGE_AUDIENCE],
        description = null,
        ...asked
      } = parsedBody(newCredential, call.body, 'federatedIdentityCredential');
      if (registration.federatedCredentials.length >= MOST) {
        throw new GraphError(400, 'Request_BadRequest', `No more than ${MOST} federated credentials may be added.`);
      }
      const credential = federatedCredential({ ...asked, description, audience: audiences[0] ?? '' });
      requireUnique(registration, credential);
      noteChange(call, registration);
      registration.federatedCredentials = [...registration.federatedCredentials, credential];
      return {
        status: 201,
        json: { ...identify(call, registration, credential), ...federatedIdentityCredential(credential) },
      };
    },
  },
  {
    method: 'GET',
    path: `${PATH}/{id}`,
    permissions: READ_APPLICATIONS,
    handle: (call) => {
      const registration = applicationAt(call);
      const credential = credentialAt(call, registration);
      return { json: { ...identify(call, registration, credential), ...federatedIdentityCredential(credential) } };
    },
  },
  {
    method: 'PATCH',
    path: `${PATH}/{id}`,
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const registration = applicationAt(call);
      const credential = credentialAt(call, registration);
      const asked = parsedBody(changes, call.body, 'federatedIdentityCredential');
      const changed: FederatedCredential = {
        ...credential,
        issuer: asked.issuer ?? credential.issuer,
        subject: asked.subject ?? credential.subject,
        audience: asked.audiences?.[0] ?? credential.audience,
        description: asked.description === undefined ? credential.description : asked.description,
      };
      requireUnique(registration, changed);
      noteChange(call, registration);
      registration.federatedCredentials = registration.federatedCredentials.map((each) =>
        each.id === changed.id ? changed : each,
      );
      return {};
    },
  },
  {
    method: 'DELETE',
    path: `${PATH}/{id}`,
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const registration = applicationAt(call);
      const { id } = credentialAt(call, registration);
      noteChange(call, registration);
      registration.federatedCredentials = registration.federatedCredentials.filter((each) => each.id !== id);
      return {};
    },
  },
];

/** By id or by name. */
function credentialAt({ keys: [, key] }: GraphCall, { federatedCredentials }: AppRegistration): FederatedCredential {
  const found = federatedCredentials.find(({ id, name }) => [id, name].includes(key?.value ?? ''));
  if (!found) throw resourceNotFound(key?.value ?? '');
  return found;
}

function requireUnique(
  { federatedCredentials }: AppRegistration,
  { id, name, issuer, subject }: FederatedCredential,
): void {
  const others = federatedCredentials.filter((other) => other.id !== id);
  if (others.some((other) => other.name === name)) {
    throw conflict(`FederatedIdentityCredential with name ${name} already exists.`);
  }
  if (others.some((other) => other.issuer === issuer && other.subject === subject)) {
    throw conflict('The combination of issuer and subject must be unique on this application.');
  }
}

function conflict(message: string): GraphError {
  return new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', message);
}

function identify(call: GraphCall, { objectId }: AppRegistration, { id }: FederatedCredential): Record<string, string> {
  const set = setOf(objectId);
  return {
    '@odata.context': `${serviceRoot(call)}/$metadata#${set}/$entity`,
    '@odata.id': `${serviceRoot(call)}/${set}/${id}`,
  };
}

function setOf(objectId: string): string {
  return `applications('${objectId}')/federatedIdentityCredentials`;
}

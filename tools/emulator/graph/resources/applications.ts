import type { ClientSecret } from '../../directory/credentials.js';
import type { AppRegistration } from '../../directory/registrations.js';
import { verifiedDomains } from '../../directory/verified-domains.js';
import { applicationAt, applicationsOf, applicationToChange, noteChange } from '../applications/application-at.js';
import { applicationChangesSchema, newApplicationSchema } from '../applications/application-body.js';
import {
  applicationEntity,
  applicationType,
  FILTERABLE_APPLICATION_PROPERTIES,
} from '../applications/application-entity.js';
import { changeApplication } from '../applications/change-application.js';
import { createApplication } from '../applications/create-application.js';
import { passwordCredential } from '../applications/credential-entities.js';
import { badRequest } from '../graph-error.js';
import { parsedBody } from '../graph-body.js';
import type { GraphAnswer, GraphCall, GraphResource } from '../graph-resource.js';
import { contextOf } from '../odata/context.js';
import { filtered } from '../odata/filter.js';
import { page } from '../odata/page.js';
import { select, type Entity } from '../odata/select.js';
import { CREATE_APPLICATIONS, READ_APPLICATIONS, WRITE_APPLICATIONS } from './application-permissions.js';

/** `/applications`: app registrations, which Entra's side meets as they are. */
export const applications: readonly GraphResource[] = [
  {
    method: 'GET',
    path: '/applications',
    permissions: READ_APPLICATIONS,
    options: ['$select', '$filter', '$top', '$skiptoken'],
    handle: (call) => {
      const all = applicationsOf(call).map((registration) => entityOf(call, registration));
      const found = filtered(all, 'Application', FILTERABLE_APPLICATION_PROPERTIES, call.query);
      return page(call, 'applications', found, {
        shown: (entity) => select(applicationType(entity), entity, call.query),
      });
    },
  },
  {
    method: 'POST',
    path: '/applications',
    permissions: CREATE_APPLICATIONS,
    handle: (call) => created(call, call.body),
  },
  {
    method: 'GET',
    path: '/applications/{id}',
    permissions: READ_APPLICATIONS,
    options: ['$select'],
    handle: (call) => {
      const entity = entityOf(call, applicationAt(call));
      return {
        json: {
          '@odata.context': contextOf(call, 'applications', 'entity'),
          ...select(applicationType(entity), entity, call.query),
        },
      };
    },
  },
  { method: 'PATCH', path: '/applications/{id}', permissions: WRITE_APPLICATIONS, handle: update },
  {
    method: 'DELETE',
    path: '/applications/{id}',
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const registration = applicationToChange(call);
      const { registrations, servicePrincipals } = call.state;
      registrations.remove(registration);
      // Its own service principal goes with it; those in other tenants stay.
      const principal = servicePrincipals.of(registration.clientId, registration.homeTenant);
      if (principal) servicePrincipals.remove(principal);
      return {};
    },
  },
];

/** With `Prefer: create-if-missing` and a `uniqueName`, an application that is not there is made (201). */
function update(call: GraphCall): GraphAnswer {
  const [key] = call.keys;
  const createsMissing = /(?:^|[,;\s])create-if-missing(?:$|[,;\s])/.test(call.header('prefer') ?? '');
  if (createsMissing && key?.name === 'uniqueName') {
    const present = applicationsOf(call).some(({ uniqueName }) => uniqueName === key.value);
    if (!present) return created(call, { ...requireObject(call.body), uniqueName: key.value });
  }
  const registration = applicationAt(call);
  const changes = parsedBody(applicationChangesSchema, call.body, 'application');
  noteChange(call, registration);
  changeApplication(call, registration, changes);
  return {};
}

function created(call: GraphCall, body: unknown): GraphAnswer {
  const asked = parsedBody(newApplicationSchema, body, 'application');
  const { registration, secrets } = createApplication(call, asked);
  return {
    status: 201,
    headers: {
      Location: `${call.state.graphOrigin}/v2/${call.caller.tenantId}/directoryObjects/${registration.objectId}`,
    },
    json: {
      '@odata.context': contextOf(call, 'applications', 'entity'),
      ...entityOf(call, registration),
      passwordCredentials: secrets.map((secret: ClientSecret) => passwordCredential(secret, secret.value)),
    },
  };
}

function requireObject(body: unknown): object {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw badRequest('The request body is no JSON object.');
}

function entityOf({ state, query }: GraphCall, registration: AppRegistration): Entity {
  const [domain = ''] = verifiedDomains(state.people, registration.homeTenant);
  return applicationEntity(registration, domain, query);
}

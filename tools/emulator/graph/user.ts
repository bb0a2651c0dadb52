import type { Person } from '../people.js';
import { GraphError } from './graph-error.js';

/** The properties Graph answers unless told otherwise, in its order. */
function userProperties(person: Person): Record<string, unknown> {
  return {
    businessPhones: person.businessPhones,
    displayName: person.displayName,
    givenName: person.givenName,
    jobTitle: person.jobTitle,
    mail: person.mail,
    mobilePhone: person.mobilePhone,
    officeLocation: person.officeLocation,
    preferredLanguage: person.preferredLanguage,
    surname: person.surname,
    userPrincipalName: person.userPrincipalName,
    id: person.oid,
  };
}

/**
 * The answer of `/v1.0/me`.
 *
 * @param select - the `$select` parameter
 * @throws GraphError 400 for a property that there is not
 */
export function userEntity(person: Person, graphOrigin: string, select: string | null): Record<string, unknown> {
  const all = userProperties(person);
  const metadata = `${graphOrigin}/v1.0/$metadata#users`;
  const selected = (select ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (selected.length === 0) return { '@odata.context': `${metadata}/$entity`, ...all };
  const unknown = selected.find((name) => !Object.hasOwn(all, name));
  if (unknown !== undefined) {
    throw new GraphError(
      400,
      'BadRequest',
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type ` +
        "'microsoft.graph.user'.",
    );
  }
  return {
    '@odata.context': `${metadata}(${selected.join(',')})/$entity`,
    ...Object.fromEntries(Object.entries(all).filter(([name]) => selected.includes(name))),
  };
}

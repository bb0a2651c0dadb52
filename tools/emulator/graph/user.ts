import type { Person } from '../people.js';
import type { Entity, EntityType } from './odata/select.js';

/** The properties Graph answers unless told otherwise. */
export const USER: EntityType = {
  name: 'user',
  defaults: [
    'businessPhones',
    'displayName',
    'givenName',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
    'id',
  ],
};

/** What `$filter` may compare. */
export const FILTERABLE_USER_PROPERTIES = [
  'accountEnabled',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mailNickname',
  'officeLocation',
  'surname',
  'userPrincipalName',
  'userType',
];

/** Selectable, and empty for everybody here. */
const WITHOUT_VALUE = [
  'aboutMe',
  'ageGroup',
  'birthday',
  'city',
  'companyName',
  'consentProvidedForMinor',
  'country',
  'creationType',
  'deletedDateTime',
  'department',
  'employeeHireDate',
  'employeeId',
  'employeeLeaveDateTime',
  'employeeOrgData',
  'employeeType',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'faxNumber',
  'legalAgeGroupClassification',
  'onPremisesDistinguishedName',
  'onPremisesDomainName',
  'onPremisesImmutableId',
  'onPremisesLastSyncDateTime',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'onPremisesUserPrincipalName',
  'passwordPolicies',
  'postalCode',
  'preferredDataLocation',
  'showInAddressList',
  'state',
  'streetAddress',
  'usageLocation',
];

/** Selectable lists that hold nothing here. */
const EMPTY = ['assignedLicenses', 'assignedPlans', 'otherMails', 'provisionedPlans'];

/** When everybody was created. */
const CREATED_AT = '2020-01-01T00:00:00Z';

/** A user with every property, those that are answered by default first and in Graph's order. */
export function userEntity(person: Person): Entity {
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
    accountEnabled: true,
    createdDateTime: CREATED_AT,
    identities: [
      {
        signInType: 'userPrincipalName',
        issuer: person.userPrincipalName.slice(person.userPrincipalName.indexOf('@') + 1),
        issuerAssignedId: person.userPrincipalName,
      },
    ],
    imAddresses: person.mail === null ? [] : [person.mail],
    lastPasswordChangeDateTime: CREATED_AT,
    mailNickname: person.userPrincipalName.split('@')[0],
    proxyAddresses: person.mail === null ? [] : [`SMTP:${person.mail}`],
    refreshTokensValidFromDateTime: CREATED_AT,
    securityIdentifier: securityIdentifierOf(person.oid),
    signInSessionsValidFromDateTime: CREATED_AT,
    userType: 'Member',
    ...Object.fromEntries(WITHOUT_VALUE.map((name) => [name, null])),
    ...Object.fromEntries(EMPTY.map((name) => [name, []])),
  };
}

/** `S-1-12-1-` and the object id as four numbers, as the directory makes it. */
function securityIdentifierOf(oid: string): string {
  const [first = '', second = '', third = '', ...rest] = oid.split('-');
  const bytes = Buffer.concat([
    ...[first, second, third].map((part) => Buffer.from(part, 'hex').reverse()),
    Buffer.from(rest.join(''), 'hex'),
  ]);
  return ['S-1-12-1', ...[0, 4, 8, 12].map((at) => bytes.readUInt32LE(at))].join('-');
}

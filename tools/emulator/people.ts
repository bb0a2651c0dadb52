import { guidFrom } from './guid.js';
import { didYouMean } from './nearest.js';

/** The home tenant, unless an option names another. */
export const DEFAULT_TENANT_ID = '11111111-2222-4333-8444-555555555555';

/** A second tenant, home of the built-in person `otherTenant`. */
export const OTHER_TENANT_ID = '99999999-8888-4777-8666-555555555555';

/** An appointment in somebody's calendar. */
export interface PersonEvent {
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly start: string;
  /** ISO 8601, UTC. */
  readonly end: string;
  readonly location?: string;
}

/** Somebody in the directory: what Entra puts in tokens and what Graph's `/me` answers. */
export interface Person {
  /** The scenario this person stands for; unique. */
  readonly key: string;
  /** Directory object id (GUID); the same as `id` at Graph. */
  readonly oid: string;
  /** Home tenant (GUID). */
  readonly tid: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly jobTitle: string | null;
  readonly mobilePhone: string | null;
  readonly officeLocation: string | null;
  readonly preferredLanguage: string | null;
  readonly businessPhones: readonly string[];
  /** Whether Graph has a photo of this person. */
  readonly photo: boolean;
  /** App roles assigned in the enterprise application. */
  readonly roles: readonly string[];
  /** Names of the groups this person is in. Default: none. */
  readonly groups?: readonly string[];
  /** The {@link key} of whom this person reports to. Default: nobody. */
  readonly manager?: string;
  /** What is in the calendar. Default: a stand-up each weekday, and what else a week has. */
  readonly events?: readonly PersonEvent[];
  /** Whether this person may consent for everybody. Default `false`. */
  readonly administrator?: boolean;
}

/** What has to be said of somebody; the rest has defaults. */
export type PersonDefinition = Pick<Person, 'key'> & Partial<Person>;

/**
 * Somebody for the directory: in the home tenant, with an account and a mail address named after the key, and an object
 * id that is the same in every run.
 */
export function definePerson({ key, ...scenario }: PersonDefinition): Person {
  const userPrincipalName = scenario.userPrincipalName ?? `${key.toLowerCase()}@emulated.example`;
  return {
    key,
    oid: guidFrom(`person|${key}`),
    tid: DEFAULT_TENANT_ID,
    displayName: key,
    givenName: null,
    surname: null,
    userPrincipalName,
    mail: userPrincipalName,
    jobTitle: null,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    businessPhones: [],
    photo: true,
    roles: [],
    ...scenario,
  };
}

/** The built-in people, by the scenario each of them stands for. */
export const people = {
  ordinary: definePerson({
    key: 'ordinary',
    displayName: 'Adele Ordinary',
    givenName: 'Adele',
    surname: 'Ordinary',
    jobTitle: 'Retail Manager',
    mobilePhone: '+1 425 555 0109',
    officeLocation: '18/2111',
    preferredLanguage: 'en-US',
    businessPhones: ['+1 425 555 0100'],
    groups: ['Retail', 'Newsletter'],
    manager: 'admin',
  }),
  admin: definePerson({
    key: 'admin',
    displayName: 'Ada Admin',
    givenName: 'Ada',
    surname: 'Admin',
    roles: ['Admin'],
    groups: ['Administrators'],
    administrator: true,
  }),
  noMail: definePerson({
    key: 'noMail',
    displayName: 'Noah Nomail',
    givenName: 'Noah',
    surname: 'Nomail',
    mail: null,
  }),
  noPhoto: definePerson({
    key: 'noPhoto',
    displayName: 'Nora Nophoto',
    givenName: 'Nora',
    surname: 'Nophoto',
    photo: false,
  }),
  longName: definePerson({
    key: 'longName',
    displayName: `Leopold ${'Maximilian '.repeat(12)}Long${'enough'.repeat(20)}`,
    givenName: 'Leopold',
    surname: `Long${'enough'.repeat(20)}`,
  }),
  accents: definePerson({
    key: 'accents',
    displayName: 'Zoë Åström-Łukasiewicz 🚀',
    givenName: 'Zoë',
    surname: 'Åström-Łukasiewicz',
    preferredLanguage: 'sv-SE',
  }),
  rightToLeft: definePerson({
    key: 'rightToLeft',
    displayName: 'ליאת כהן־לוי',
    givenName: 'ליאת',
    surname: 'כהן־לוי',
    preferredLanguage: 'he-IL',
  }),
  markup: definePerson({
    key: 'markup',
    displayName: '<script>alert(1)</script> "Bobby" & Co',
    givenName: '<script>alert(1)</script>',
    surname: '"Bobby" & Co',
    photo: false,
  }),
  otherTenant: definePerson({
    key: 'otherTenant',
    displayName: 'Olga Othertenant',
    givenName: 'Olga',
    surname: 'Othertenant',
    tid: OTHER_TENANT_ID,
    userPrincipalName: 'olga@another-tenant.example',
  }),
} as const satisfies Record<string, Person>;

/** @throws RangeError when nobody has this key, with the one that may be meant */
export function findPerson(everybody: readonly Person[], key: string): Person {
  const person = everybody.find((candidate) => candidate.key === key);
  if (person) return person;
  const keys = everybody.map((candidate) => candidate.key);
  throw new RangeError(`Nobody in this emulator has the key '${key}'.${didYouMean(key, keys)}`);
}

/** @throws RangeError when nobody has this object id */
export function withObjectId(everybody: readonly Person[], oid: string): Person {
  const person = everybody.find((candidate) => candidate.oid === oid);
  if (person) return person;
  throw new RangeError(`Nobody in this emulator has the object id '${oid}'.`);
}

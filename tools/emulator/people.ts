import type { PersonEvent } from './directory/events.js';

/** The home tenant, unless an option names another. */
export const DEFAULT_TENANT_ID = '11111111-2222-4333-8444-555555555555';

/** A second tenant, home of the built-in person `otherTenant`. */
export const OTHER_TENANT_ID = '99999999-8888-4777-8666-555555555555';

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
  /** Whether this person may consent for everybody. Default `false`. */
  readonly administrator?: boolean;
  /** Names of the groups this person is in. Default: none. */
  readonly groups?: readonly string[];
  /** The {@link key} of whom this person reports to. Default: nobody. */
  readonly manager?: string;
  /** What is in the calendar. Default: a stand-up each weekday, and what else a week has. */
  readonly events?: readonly PersonEvent[];
}

interface Scenario extends Partial<Omit<Person, 'key' | 'oid'>> {
  readonly displayName: string;
}

let created = 0;

function person(key: string, scenario: Scenario): Person {
  created += 1;
  const userPrincipalName = scenario.userPrincipalName ?? `${key.toLowerCase()}@emulated.example`;
  return {
    key,
    oid: `00000000-0000-4000-8000-${String(created).padStart(12, '0')}`,
    tid: DEFAULT_TENANT_ID,
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
  ordinary: person('ordinary', {
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
  admin: person('admin', {
    displayName: 'Ada Admin',
    givenName: 'Ada',
    surname: 'Admin',
    roles: ['Admin'],
    administrator: true,
    groups: ['Administrators'],
  }),
  noMail: person('noMail', {
    displayName: 'Noah Nomail',
    givenName: 'Noah',
    surname: 'Nomail',
    mail: null,
  }),
  noPhoto: person('noPhoto', {
    displayName: 'Nora Nophoto',
    givenName: 'Nora',
    surname: 'Nophoto',
    photo: false,
  }),
  longName: person('longName', {
    displayName: `Leopold ${'Maximilian '.repeat(12)}Long${'enough'.repeat(20)}`,
    givenName: 'Leopold',
    surname: `Long${'enough'.repeat(20)}`,
  }),
  accents: person('accents', {
    displayName: 'Zoë Åström-Łukasiewicz 🚀',
    givenName: 'Zoë',
    surname: 'Åström-Łukasiewicz',
    preferredLanguage: 'sv-SE',
  }),
  rightToLeft: person('rightToLeft', {
    displayName: 'ליאת כהן־לוי',
    givenName: 'ליאת',
    surname: 'כהן־לוי',
    preferredLanguage: 'he-IL',
  }),
  markup: person('markup', {
    displayName: '<script>alert(1)</script> "Bobby" & Co',
    givenName: '<script>alert(1)</script>',
    surname: '"Bobby" & Co',
    photo: false,
  }),
  otherTenant: person('otherTenant', {
    displayName: 'Olga Othertenant',
    givenName: 'Olga',
    surname: 'Othertenant',
    tid: OTHER_TENANT_ID,
    userPrincipalName: 'olga@another-tenant.example',
  }),
} as const satisfies Record<string, Person>;

/** What differs between the clouds, and between kinds of directories, in documents and tokens. */
export interface Cloud {
  /** `cloud_instance_name` of the discovery document and of the keys. */
  readonly instanceName: string;
  /** How issuers begin, if not with the authority's own address. */
  readonly issuerBase?: (tenantSegment: string) => string;
}

/** By the name that the option `cloud` has for them. */
export const CLOUDS = {
  global: { instanceName: 'microsoftonline.com' },
  usGovernment: { instanceName: 'microsoftonline.us' },
  /** Its issuers name another host than its endpoints. */
  china: {
    instanceName: 'partner.microsoftonline.cn',
    issuerBase: (segment) => `https://login.partner.microsoftonline.cn/${segment}`,
  },
  /** A directory for customers: its issuers stay at ciamlogin.com, whatever address is in front of it. */
  externalId: {
    instanceName: 'microsoftonline.com',
    issuerBase: (segment) => `https://${segment}.ciamlogin.com/${segment}`,
  },
} as const satisfies Record<string, Cloud>;

export type CloudName = keyof typeof CLOUDS;

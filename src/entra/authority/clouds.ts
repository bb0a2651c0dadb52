/** The authority hosts of each Microsoft cloud, as Microsoft's own libraries list them; the first is the one in use. */
const CLOUDS: readonly (readonly [string, ...string[]])[] = [
  ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
];

/**
 * The hosts (with their port, where it is not the scheme's own) on which endpoints of this authority may live: its own
 * and the aliases of its cloud. For an authority outside these clouds (External ID, also behind a custom domain) that is
 * the tenant's host on ciamlogin.com, too.
 */
export function authorityHosts(cloudInstance: string, tenantId: string): ReadonlySet<string> {
  const { host } = new URL(cloudInstance);
  const cloud = CLOUDS.find((hosts) => hosts.includes(host));
  const tenantHosts = isMultiTenant(tenantId) ? [] : [`${tenantId}.ciamlogin.com`];
  return new Set(cloud ?? [host, ...tenantHosts]);
}

function isMultiTenant(tenantId: string): boolean {
  return tenantId === 'organizations' || tenantId === 'common';
}

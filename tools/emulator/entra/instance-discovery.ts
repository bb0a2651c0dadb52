import express, { type Router } from 'express';
import type { EmulatorState } from '../state.js';
import { jsonErrors, KEPT_FOR_A_DAY } from './entra-answers.js';
import { EntraError } from './entra-error.js';
import { parametersOf, queryOf } from './parameters.js';
import { missingParameter } from './shared-errors.js';

/** Microsoft's own hosts, each cloud's by its preferred name first, as recorded in Azure/azure-sdk-for-python#18884. */
const CLOUD_HOSTS = [
  ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
] as const;
/** The only one whose tokens are cached under another name. */
const CACHED_AS: Readonly<Record<string, string>> = { 'login.microsoftonline.com': 'login.windows.net' };

/** Whether an authority is one of Microsoft's, or this emulator, and by which other names it goes. */
export function instanceDiscoveryRoutes(state: EmulatorState): Router {
  const router = express.Router();
  const own = new URL(state.origin).host;
  const clouds = [...(CLOUD_HOSTS.flat().includes(own as never) ? [] : [[own]]), ...CLOUD_HOSTS];
  router.get('/common/discovery/instance', (req, res) => {
    const asked = authorizationEndpoint(parametersOf(queryOf(req)).get('authorization_endpoint'));
    if (!clouds.some((hosts) => (hosts as readonly string[]).includes(asked.host))) throw unknownInstance();
    const [, tenant] = asked.pathname.split('/');
    const version = asked.pathname.includes('/v2.0/') ? '/v2.0' : '';
    res.set(KEPT_FOR_A_DAY).json({
      tenant_discovery_endpoint: `${asked.origin}/${tenant}${version}/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: clouds.map((aliases) => ({
        preferred_network: aliases[0],
        preferred_cache: CACHED_AS[aliases[0] ?? ''] ?? aliases[0],
        aliases,
      })),
    });
  });
  router.use(jsonErrors(state));
  return router;
}

function authorizationEndpoint(sent: string | undefined): URL {
  if (sent === undefined) throw missingParameter('authorization_endpoint');
  if (!URL.canParse(sent)) throw unknownInstance();
  return new URL(sent);
}

function unknownInstance(): EntraError {
  return new EntraError(50049, 'invalid_instance', 'Unknown or invalid instance.');
}

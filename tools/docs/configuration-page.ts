import { environment, variableDoc, type VariableName } from '../../config/environment.js';

/** What others read: it must be in the real environment, for `.env` reaches the service alone. */
const READ_BY_OTHERS: readonly (readonly [name: string, readBy: string, meaning: string])[] = [
  [
    'NODE_EXTRA_CA_CERTS',
    'Node, at its start',
    'A PEM file of authorities to trust besides the public ones: for a proxy that opens TLS on the way to Entra and ' +
      'Graph, and for a Redis with a certificate of your own.',
  ],
  [
    'HTTPS_PROXY',
    'calls to Entra and Graph',
    'The proxy to go through, `http://user:password@host:port` (special characters percent-encoded); `ALL_PROXY` ' +
      'counts where it is unset. This machine and Redis are never called through a proxy. The log names its origin ' +
      'where a call through it fails: `PROXY_407` is what the proxy itself answered.',
  ],
  ['HTTP_PROXY', 'nobody', 'It would be for calls by plain http, and only this machine is called so.'],
  [
    'NO_PROXY',
    'calls to Entra and Graph',
    'Hosts to call without the proxy, separated by commas or spaces; a name covers what is below it, `*` is all. ' +
      'Names in small letters (`https_proxy`, `no_proxy`) count first.',
  ],
];

/** docs/configuration.md: every variable, as the schema has it. */
export function renderConfigurationPage(): string {
  const names = Object.keys(environment) as VariableName[];
  const groups = [...new Set(names.map((name) => variableDoc(name).group))];
  return `${[
    '# Configuration',
    'Generated from `config/environment.ts` by `npm run docs`.',
    '`.env` in the working directory is read by the service and the tools; real environment variables win; an empty value ' +
      'counts as unset. Lists are separated by commas or spaces. Whatever is wrong is listed all at once at start, by ' +
      'name and without values, and the service exits with 1.',
    ...groups.flatMap((group) => [`## ${group}`, table(names.filter((name) => variableDoc(name).group === group))]),
    '## Variables that others read',
    'They are no part of `.env`: set them where the process is started.',
    [
      '| Name | Read by | Meaning |',
      '|---|---|---|',
      ...READ_BY_OTHERS.map(([name, readBy, meaning]) => `| \`${name}\` | ${readBy} | ${meaning} |`),
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function table(names: VariableName[]): string {
  const rows = names.map((name) => {
    const { description, default: defaultValue } = variableDoc(name);
    return `| \`${name}\` | ${defaultValue === undefined ? '' : `\`${defaultValue}\``} | ${description} |`;
  });
  return ['| Name | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
}

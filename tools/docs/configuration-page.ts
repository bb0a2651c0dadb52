import { environment, variableDoc, type VariableName } from '../../config/environment.js';

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
    ...groups.flatMap((group) => [
      `## ${group}`,
      table(names.filter((name) => variableDoc(name).group === group)),
    ]),
  ].join('\n\n')}\n`;
}

function table(names: VariableName[]): string {
  const rows = names.map((name) => {
    const { description, default: defaultValue } = variableDoc(name);
    return `| \`${name}\` | ${defaultValue === undefined ? '' : `\`${defaultValue}\``} | ${description} |`;
  });
  return ['| Name | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
}

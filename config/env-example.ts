import { environment, variableDoc, type VariableDoc, type VariableName } from './environment.js';

const WIDTH = 110;

/** The text of `.env.example`, made from the schema: what has a default is commented out, the rest is to be filled in. */
export function renderEnvExample(): string {
  const names = Object.keys(environment) as VariableName[];
  const groups = [...new Set(names.map((name) => variableDoc(name).group))].sort(byFirstStep);
  const sections = groups.map((group) =>
    [`# --- ${group} ---`, ...names.filter((name) => variableDoc(name).group === group).map(variable)].join('\n\n'),
  );
  return `${['# Copy to .env and fill in. Generated from config/environment.ts by: npm run docs', ...sections].join('\n\n')}\n`;
}

const ORDER: VariableDoc['group'][] = [
  'Microsoft Entra ID',
  'This service',
  'Sessions',
  'Microsoft Graph',
  'Operation',
];

function byFirstStep(a: VariableDoc['group'], b: VariableDoc['group']): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

function variable(name: VariableName): string {
  const { description, example, default: defaultValue } = variableDoc(name);
  const line = defaultValue === undefined ? `${name}=${example ?? ''}` : `# ${name}=${defaultValue}`;
  return [...wrap(description).map((text) => `# ${text}`), line].join('\n');
}

function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 3 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

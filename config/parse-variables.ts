import type { z } from 'zod';
import type { ConfigurationProblem } from './configuration-error.js';
import { type Environment, environment, type VariableName } from './environment.js';

type RawVariables = Readonly<Record<string, string | undefined>>;

const ALIASES: Partial<Record<VariableName, string>> = {
  TENANT_ID: 'AZURE_TENANT_ID',
  CLIENT_ID: 'AZURE_CLIENT_ID',
};

/** Those of .env are taken off before. */
const IN_QUOTES = /^(["']).*\1$/s;

/** The value of a variable; an empty one counts as unset. */
export function readVariable(raw: RawVariables, name: string): string | undefined {
  return raw[name]?.trim() || undefined;
}

/** Every variable that is set, by its schema: those that are well formed, and what is wrong with the others. */
export function parseVariables(raw: RawVariables): { values: Environment; problems: ConfigurationProblem[] } {
  const values: Record<string, unknown> = {};
  const problems: ConfigurationProblem[] = [];
  for (const [name, schema] of Object.entries(environment)) {
    const text = readVariable(raw, name) ?? readVariable(raw, ALIASES[name as VariableName] ?? name);
    if (text === undefined) continue;
    if (IN_QUOTES.test(text)) {
      problems.push({
        name,
        message: 'stands in quotes, which belong to the value here (docker --env-file leaves them): remove them',
      });
      continue;
    }
    const parsed: z.ZodSafeParseResult<unknown> = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, message: firstMessage(parsed.error) });
  }
  return { values: values, problems };
}

function firstMessage(error: z.ZodError): string {
  const issue = error.issues[0];
  // A union reports its branches; the last one (the GUID) is the usual case and says what to do.
  if (issue?.code === 'invalid_union') return issue.errors.at(-1)?.[0]?.message ?? 'is not valid';
  return issue?.message ?? 'is not valid';
}

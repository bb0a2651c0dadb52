import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { createConfiguration } from './configuration.js';
import { renderEnvExample } from './env-example.js';
import { environment, variableDoc, type VariableName } from './environment.js';
import { printConfiguration } from './print-configuration.js';

const names = Object.keys(environment) as VariableName[];
const withDefault = names.filter((name) => variableDoc(name).default !== undefined);
const withoutDefault = names.filter((name) => variableDoc(name).default === undefined);
const lines = renderEnvExample().split('\n');

describe('.env.example', () => {
  it.each(names)('names %s once', (name) => {
    expect(lines.filter((line) => new RegExp(`^(# )?${name}=\\S*$`).test(line))).toHaveLength(1);
  });

  it.each(withDefault)('shows the default of %s, commented out', (name) => {
    expect(lines).toContain(`# ${name}=${variableDoc(name).default}`);
  });

  it('leaves to fill in what has no default, and holds no value of it', () => {
    const settings = parse(renderEnvExample());
    expect(Object.keys(settings).sort()).toEqual([...withoutDefault].sort());
    expect(new Set(Object.values(settings))).toEqual(new Set(['']));
  });

  it('tells the true defaults', () => {
    const required = {
      TENANT_ID: '11111111-1111-4111-8111-111111111111',
      CLIENT_ID: '22222222-2222-4222-8222-222222222222',
      CLIENT_SECRET: 'secret',
    };
    const spelledOut = Object.fromEntries(withDefault.map((name) => [name, variableDoc(name).default]));
    expect(printConfiguration(createConfiguration({ ...spelledOut, ...required }))).toEqual(
      printConfiguration(createConfiguration(required)),
    );
  });

  it('explains every variable and has no line that is too long', () => {
    const words = (text: string) => text.split(/\s+/);
    const comments = words(lines.map((line) => line.replace(/^# /, '')).join(' ')).join(' ');
    for (const name of names) expect(comments).toContain(words(variableDoc(name).description).join(' '));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it('is the committed file', () => {
    const committed = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    expect(committed).toBe(renderEnvExample());
  });
});

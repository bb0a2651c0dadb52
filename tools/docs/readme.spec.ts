import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where the README has them put. */
const FOLDER = join(ROOT, 'src/reports');

/** The samples of the README by the files that they would be; the first is the controller that the second imports. */
function samples(): Map<string, string> {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const texts = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, text = '']) => text);
  const nameOf = (index: number) => (index === 0 ? 'reports.controller.ts' : `sample-${index}.ts`);
  return new Map(texts.map((text, index) => [join(FOLDER, nameOf(index)), text]));
}

/** What TypeScript has against files that are nowhere, beside all that there are. */
function complaints(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const honest = { ...host };
  host.fileExists = (path) => files.has(path) || honest.fileExists(path);
  host.directoryExists = (path) => path === FOLDER || ts.sys.directoryExists(path);
  host.readFile = (path) => files.get(path) ?? honest.readFile(path);
  host.getSourceFile = (path, language) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, language, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const found = [...files.keys()].flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('the samples of the README', () => {
  it('are there', () => expect(samples().size).toBe(3));

  it('compile as they stand', () => expect(complaints(samples())).toEqual([]), 60_000);

  it('would be found fault with', () => {
    const wrong = new Map([[join(FOLDER, 'wrong.ts'), "export { GraphHttp } from '../graph/graph.service.js';\n"]]);
    expect(complaints(wrong)).toEqual([expect.stringContaining("no exported member 'GraphHttp'")]);
  }, 60_000);
});

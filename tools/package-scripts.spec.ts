import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  scripts: Record<string, string>;
};

/** `VAR=value` before a command, variables, single quotes, other chains than `&&`, redirections, folders of a command. */
const SHELL_OF_ITS_OWN = /(^|&& )\w+=|[$'`;|<>\\%]|(^|[^&])&([^&]|$)|(^|&& )\.{1,2}\//;

describe('the scripts of package.json', () => {
  it.each(Object.entries(scripts))('%s is understood by every shell, that of Windows included', (_name, script) => {
    expect(script).not.toMatch(SHELL_OF_ITS_OWN);
  });

  it.each(['NODE_ENV=development nest start', "jest '**/*.ts'", 'a && B=c d', 'a & b', 'a; b', './a', 'echo $HOME'])(
    'would be told from %s',
    (script) => expect(script).toMatch(SHELL_OF_ITS_OWN),
  );

  it('start:dev says that this is development, by a file that Node itself reads', () => {
    const file = /--env-file (\S+)/.exec(scripts['start:dev'] ?? '')?.[1] ?? '';
    expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toMatch(/^NODE_ENV=development$/m);
  });
});

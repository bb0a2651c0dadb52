/** The one direction of imports: profile → graph → tokens → session; auth → tokens, session. */
const feature = (name, mayImport) => ({
  name: `src-${name}`,
  severity: 'error',
  comment: `src/${name} may import only: ${mayImport.join(', ') || 'config and src/common'}`,
  from: { path: `^src/${name}/` },
  to: { path: '^(src|tools|test)/', pathNot: `^src/(${[name, 'common', ...mayImport].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'config-stands-alone',
      severity: 'error',
      from: { path: '^config/' },
      to: { path: '^(src|tools|test)/' },
    },
    {
      name: 'config-without-nest',
      severity: 'error',
      from: { path: '^config/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'src-without-tools-and-test',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(tools|test)/' },
    },
    {
      name: 'one-importer-of-passport',
      severity: 'error',
      from: { path: '^(src|config|tools)/', pathNot: '^src/auth/entra\\.strategy\\.ts$' },
      to: { path: 'node_modules/(@types/passport|passport|passport-azure-ad|@nestjs/passport)/' },
    },
    feature('common', []),
    feature('session', []),
    feature('tokens', ['session']),
    feature('graph', ['tokens', 'session']),
    feature('profile', ['graph', 'session']),
    feature('auth', ['tokens', 'session']),
    feature('health', ['tokens', 'session']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};

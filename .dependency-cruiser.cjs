/**
 * The rooms of src and what each may import besides itself, config and common: profile → graph → tokens → {entra, store};
 * session → store; auth → whatever signing in needs. Nothing imports auth, and each list is short of what lies above it.
 */
const ROOMS = {
  common: [],
  server: [],
  store: [],
  entra: [],
  answers: ['entra/aadsts'],
  session: ['store'],
  tokens: ['entra', 'store'],
  graph: ['tokens'],
  home: ['session', 'answers'],
  profile: ['graph', 'session', 'answers'],
  health: ['entra', 'store', 'server'],
  auth: ['graph', 'tokens', 'session', 'store', 'entra', 'answers'],
};

const rooms = Object.entries(ROOMS).map(([room, mayImport]) => ({
  name: `src-${room}`,
  severity: 'error',
  comment: `src/${room} may import only: ${['config', 'src/common', ...mayImport].join(', ')}`,
  from: { path: `^src/${room}/` },
  to: { path: '^(src|tools|test)/', pathNot: `^src/(${[room, 'common', ...mayImport].join('|')})/` },
}));

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
      name: 'emulator-stands-alone',
      severity: 'error',
      comment: 'it is packed for other projects, with the small libraries of tools that know nothing of this one',
      from: { path: '^tools/emulator/' },
      to: { path: '^(src|config|test|tools)/', pathNot: '^tools/(emulator|browsing|certificates|command-line)/' },
    },
    {
      name: 'libraries-of-the-emulator',
      severity: 'error',
      from: { path: '^tools/(browsing/(cookie-client|navigate)\\.ts|certificates/|command-line/)' },
      to: { path: '^(src|test|tools)/', pathNot: '^tools/(browsing/navigate\\.ts|certificates/|command-line/)' },
    },
    {
      name: 'one-importer-of-passport',
      severity: 'error',
      from: { path: '^(src|config|tools)/', pathNot: '^src/auth/sign-in/entra\\.strategy\\.ts$' },
      to: { path: 'node_modules/(@types/passport|passport|passport-azure-ad|@nestjs/passport)/' },
    },
    {
      name: 'one-place-calls-out',
      severity: 'error',
      from: { path: '^(src|config)/', pathNot: '^src/common/outgoing/' },
      to: { path: 'node_modules/(axios|@nestjs/axios|undici)/' },
    },
    {
      name: 'a-room-of-your-own',
      severity: 'error',
      comment: 'a feature may import what profile may, and nothing of another feature',
      from: { path: '^src/([^/]+)/', pathNot: `^src/(${Object.keys(ROOMS).join('|')})/` },
      to: { path: '^(src|tools|test)/', pathNot: '^src/(common|graph|session|answers|$1)/' },
    },
    ...rooms,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.spec\\.ts$', '^tools/bench/peers/', '^tools/emulator/clients/programs/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};

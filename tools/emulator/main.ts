#!/usr/bin/env node
import { runTool } from '../command-line/run-tool.js';
import { emulatorCommandLine } from './command-line.js';
import { startEmulator, type Emulator } from './emulator.js';
import { envLines } from './environment.js';
import { DEFAULT_APP } from './options.js';

/** Only the default secret is printed: it is in the source for everybody to read. */
function banner(emulator: Emulator): string {
  const secret =
    emulator.app.clientSecret === DEFAULT_APP.clientSecret
      ? [`CLIENT_SECRET=${DEFAULT_APP.clientSecret}`, '# a public demo value, not a secret']
      : ['CLIENT_SECRET=<as given by --client-secret>'];
  return [
    `Entra ID and Microsoft Graph, emulated: ${emulator.origin}/  (not Microsoft; Ctrl+C stops it)`,
    '',
    "For the application's .env:",
    ...[...envLines(emulator), ...secret].map((line) => `  ${line}`),
    ...(emulator.caFile === undefined ? [] : ['', ...trustLines(emulator.caFile)]),
    '',
  ].join('\n');
}

/** Node reads it when a process starts, from its real environment and not from an .env. */
function trustLines(caFile: string): string[] {
  return [
    'For its environment when it starts, so that it trusts the certificate (Node reads no .env for that):',
    `  NODE_EXTRA_CA_CERTS=${caFile}`,
  ];
}

await runTool(emulatorCommandLine, async (options) => {
  const emulator = await startEmulator(options);
  console.log(banner(emulator));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
});

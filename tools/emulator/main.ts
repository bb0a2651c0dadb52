#!/usr/bin/env node
import { runTool } from '../command-line/run-tool.js';
import { emulatorCommandLine } from './command-line.js';
import { startEmulator, type Emulator } from './emulator.js';
import { envLines } from './environment.js';

function banner(emulator: Emulator): string {
  return [
    `Entra ID and Microsoft Graph, emulated: ${emulator.origin}/  (not Microsoft; Ctrl+C stops it)`,
    '',
    "For the application's .env:",
    ...envLines(emulator).map((line) => `  ${line}`),
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
  if (options.host !== undefined) {
    console.log(
      `It listens on ${options.host}: whoever reaches that can sign in as anybody here, and switch faults.\n`,
    );
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
});

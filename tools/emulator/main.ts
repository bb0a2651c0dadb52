import { HELP, parseCommandLine, UsageError } from './command-line.js';
import { startEmulator, type Emulator } from './emulator.js';
import { envLines } from './env-lines.js';
import { DEFAULT_APP, type EmulatorOptions } from './options.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function main(args: readonly string[]): Promise<void> {
  const commandLine = parseCommandLine(args);
  if (commandLine.help) {
    console.log(HELP);
    return;
  }
  const emulator = await startEmulator(commandLine.options);
  console.log(banner(emulator, commandLine.options));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close());
  }
}

/** Only the default secret is printed: it is in the source for everybody to read. */
function banner(emulator: Emulator, { app }: EmulatorOptions): string {
  const secret =
    app?.clientSecret === undefined
      ? [`CLIENT_SECRET=${DEFAULT_APP.clientSecret}`, '# a public demo value, not a secret']
      : ['CLIENT_SECRET=<as given by --client-secret>'];
  return [
    `Entra ID and Microsoft Graph, emulated: ${emulator.origin}/  (not Microsoft; Ctrl+C stops it)`,
    '',
    "For the application's .env:",
    ...[...envLines(emulator), ...secret].map((line) => `  ${line}`),
    '',
  ].join('\n');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) {
    console.error(`${message}\nTry --help.`);
    process.exitCode = EXIT_USAGE;
  } else {
    console.error(message);
    process.exitCode = EXIT_FAILED;
  }
}

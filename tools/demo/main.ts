import { createConfiguration } from '../../config/configuration.js';
import { createApp } from '../../src/create-app.js';
import { createLogger } from '../../src/common/logging/logger.js';
import { environmentFor, startEmulator } from '../emulator/index.js';

/** The service against the emulator, wired: the product without an Azure account. */
async function main(): Promise<void> {
  const port = portFrom('PORT', 5000);
  const baseUrl = `http://localhost:${port}`;
  const emulator = await startEmulator({ port: portFrom('EMULATOR_PORT', 5001) });
  emulator.app.redirectUris = [`${baseUrl}/getAToken`, `${baseUrl}/`];
  const configuration = createConfiguration({
    ...environmentFor(emulator),
    BASE_URL: baseUrl,
    PORT: String(port),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    SCOPES: process.env['SCOPES'],
  });
  const app = await createApp(configuration, { logger: createLogger(configuration.log.level) });
  await app.listen(port, 'localhost');

  console.log(
    [
      '',
      `  Open ${baseUrl} and sign in: no account and no password needed.`,
      '',
      `  The emulator of Microsoft Entra ID and Graph is at ${emulator.origin}:`,
      '  who is signed in, the last requests, and switches for its bad days.',
      '  Ctrl+C stops both.',
      '',
    ].join('\n'),
  );

  const stop = () => {
    void Promise.all([app.close(), emulator.close()]).then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function portFrom(name: string, fallback: number): number {
  const text = process.env[name]?.trim() || String(fallback);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${name} must be a port number from 1 to 65535.`);
}

main().catch((error: unknown) => {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const hint = taken
    ? ' Set PORT (or EMULATOR_PORT) to a free one. On macOS port 5000 may be the AirPlay Receiver’s.'
    : '';
  console.error(`The demo could not start: ${error instanceof Error ? error.message : String(error)}.${hint}`);
  process.exit(1);
});

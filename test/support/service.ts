import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Configuration, createConfiguration } from '../../config/configuration.js';
import { cookieName } from '../../src/common/http/service-cookie.js';
import { createApp } from '../../src/create-app.js';
import { type Emulator, type EmulatorOptions, type FaultName, startEmulator } from '../../tools/emulator/index.js';
import { freePort } from '../../tools/processes/free-port.js';
import { Browser } from './browser.js';
import { ShiftedClock } from './clock.js';
import { recordLog } from './recorded-log.js';

export interface ServiceOptions {
  /** Over the variables that point the service at the emulator; undefined unsets. */
  env?: Record<string, string | undefined>;
  deadlines?: Partial<Configuration['deadlines']>;
  limits?: Partial<Configuration['limits']>;
  emulator?: EmulatorOptions;
  /** A running emulator to use, instead of one of its own. */
  at?: Emulator;
  /** Faults that are on before the service starts. */
  faults?: readonly FaultName[];
  modules?: readonly Type[];
}

/** The service as createApp() makes it, listening on loopback, and the emulator that it talks to. */
export interface TestService {
  readonly url: string;
  readonly app: NestExpressApplication;
  readonly configuration: Configuration;
  readonly emulator: Emulator;
  readonly clock: ShiftedClock;
  /** What was logged so far, at level trace. */
  logged: () => string;
  /** The same, line by line. */
  readonly logLines: readonly string[];
  /** The same, line by line as the objects that they are. */
  logRecords: () => Record<string, unknown>[];
  /** What one of our cookies is called there. */
  cookieName(name: string): string;
  /** A browser of its own. */
  browser(): Browser;
  close(): Promise<void>;
}

export async function startService(options: ServiceOptions = {}): Promise<TestService> {
  const port = await freePort();
  const emulator = options.at ?? (await startEmulator(options.emulator));
  for (const fault of options.faults ?? []) emulator.faults.set(fault, true);
  const made = createConfiguration({ ...environmentFor(emulator, port), ...options.env });
  const configuration: Configuration = {
    ...made,
    deadlines: { ...made.deadlines, ...options.deadlines },
    limits: { ...made.limits, ...options.limits },
  };
  const log = recordLog();
  const clock = new ShiftedClock();
  const app = await createApp(configuration, {
    clock,
    logger: log.logger,
    modules: options.modules ?? [],
  }).catch(async (error: unknown) => {
    // Or its open port would keep the test run from ending.
    if (options.at === undefined) await emulator.close();
    throw error;
  });
  // Fails when somebody took the port in between: never a test against a server that is not ours.
  await app.listen(port, '127.0.0.1');
  const url = `http://localhost:${port}`;
  return {
    url,
    app,
    configuration,
    emulator,
    clock,
    logged: log.text,
    logLines: log.written,
    logRecords: log.lines,
    cookieName: (name) => cookieName(configuration.http, name),
    browser: () => new Browser(url, configuration.http),
    close: async () => {
      await app.close();
      if (options.at === undefined) await emulator.close();
    },
  };
}

/** What a person would put into .env for this emulator. */
export function environmentFor(emulator: Emulator, port: number): Record<string, string> {
  return {
    TENANT_ID: emulator.tenantId,
    CLIENT_ID: emulator.app.clientId,
    CLIENT_SECRET: emulator.app.clientSecret,
    CLOUD_INSTANCE: emulator.origin,
    GRAPH_API_ENDPOINT: emulator.graphEndpoint,
    BASE_URL: `http://localhost:${port}`,
    PORT: String(port),
    // Specs sign in more often than anybody.
    SIGN_IN_RATE_LIMIT: '0',
  };
}

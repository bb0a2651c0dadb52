import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentFor, startEmulator, type Emulator, type FaultName } from '../emulator/index.js';
import { spawnClockedApp, type ClockedApp } from '../processes/app-process.js';
import { freePort } from '../processes/free-port.js';
import type { Certificate } from '../certificates/loopback-certificate.js';
import { startTlsProxy, type TlsProxy } from './tls-proxy.js';
import { becomesTrue } from '../processes/becomes-true.js';
import { Visitor } from './visitor.js';

/** Which service: passport-azure-ad as its README has it, or this project as built. */
export type Kind = 'stock' | 'ours';

/** What all stages share. */
export interface Surroundings {
  readonly certificate: Certificate;
  /** The certificate as a file. */
  readonly certificatePath: string;
  /** An empty working directory. */
  readonly directory: string;
}

/** A service in its own process, and an emulator behind TLS that only it talks to. */
export interface Stage {
  readonly kind: Kind;
  readonly app: ClockedApp;
  readonly emulator: Emulator;
  /** Another host that answers as the authority does. */
  readonly foreign: TlsProxy;
  readonly newVisitor: () => Visitor;
  /** Puts the clocks of both forward. */
  advance(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

const OURS = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const STOCK = resolve('test/faults/stock-app.mjs');
const STARTS_WITHIN_MS = 30_000;

/**
 * Starts both and waits until the service listens, or has ended.
 *
 * @param faults - on before the service starts
 * @throws Error when it does neither
 */
export async function startStage(
  kind: Kind,
  { certificate, certificatePath, directory }: Surroundings,
  faults: readonly FaultName[] = [],
): Promise<Stage> {
  let shiftMs = 0;
  const [authority, foreign] = await Promise.all([startTlsProxy(certificate), startTlsProxy(certificate)]);
  const publicOrigin = `https://localhost:${authority.port}`;
  const emulator = await startEmulator({ publicOrigin, now: () => Date.now() + shiftMs });
  authority.forwardTo(emulator.port);
  foreign.forwardTo(emulator.port);
  emulator.faults.foreignOrigin = `https://127.0.0.1:${foreign.port}`;
  for (const fault of faults) emulator.faults.set(fault, true);
  const port = await freePort();
  const env = { ...environmentOf(kind, emulator, port), NODE_EXTRA_CA_CERTS: certificatePath };
  const app = spawnClockedApp(kind === 'stock' ? STOCK : OURS, env, directory);
  const addresses = {
    app: `http://localhost:${port}`,
    authority: publicOrigin,
    emulator: `http://localhost:${emulator.port}`,
  };
  const stage: Stage = {
    kind,
    app,
    emulator,
    foreign,
    newVisitor: () => new Visitor(addresses),
    advance: async (milliseconds) => {
      shiftMs += milliseconds;
      await app.advance(milliseconds);
    },
    close: async () => {
      await app.stop();
      await Promise.all([authority.close(), foreign.close(), emulator.close()]);
    },
  };
  if (await becomesTrue(() => app.hasExited || isListening(stage), STARTS_WITHIN_MS)) return stage;
  await stage.close();
  throw new Error(`${kind} did not start:\n${app.output()}`);
}

function isListening({ newVisitor }: Stage): Promise<boolean> {
  return newVisitor()
    .get('/')
    .then(
      () => true,
      () => false,
    );
}

function environmentOf(kind: Kind, emulator: Emulator, port: number): Record<string, string> {
  const common = { ...environmentFor(emulator), NODE_ENV: 'production', PORT: String(port) };
  if (kind === 'stock') return { ...common, AUTHORITY: emulator.origin };
  return {
    ...common,
    BASE_URL: `http://localhost:${port}`,
    SESSION_SECRET: 'only-for-this-comparison-0123456789',
    ALLOW_MEMORY_STORE: 'true',
    SIGN_IN_RATE_LIMIT: '0',
  };
}

import type { Crowd } from '../load/crowd.js';
import { Load } from '../load/load.js';
import type { SignedIn } from '../load/sign-in.js';
import { MeasuredServer } from '../stage/measured-server.js';
import type { Stage } from '../stage/stage.js';
import { noFigures } from './figures.js';
import type { Row } from './rows.js';

/** People signed in, who ask for their profiles. */
const SESSIONS = 20;

/** How a row is made warm before it is measured. */
export interface WarmUp {
  readonly requests: number;
  readonly signIns: number;
}

/** What a row can do once it runs. */
export interface Running {
  readonly server: MeasuredServer;
  readonly signedIn: readonly SignedIn[];
}

/** A row with its figures so far. One that failed once takes no more part, and the others go on. */
export class Contestant {
  readonly figures = noFigures();
  #running: Running | undefined;
  #server: MeasuredServer | undefined;
  #failure: string | undefined;

  /** @param database - of Redis: one each, so that no row meets the keys of another */
  constructor(
    readonly row: Row,
    readonly database: number,
    private readonly stage: Stage,
  ) {}

  /** Why the row counts as failed. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Starts it and ends it at once, for how long that takes. */
  measureStart(): Promise<void> {
    return this.#attempt(async () => {
      const server = await this.#start();
      this.figures.readyMs.push(server.readyMs);
      await server.stop();
    });
  }

  /** Starts it, signs people in and lets the code get warm. */
  enter(crowd: Crowd, { requests, signIns }: WarmUp): Promise<void> {
    return this.#attempt(async () => {
      const server = await this.#start();
      this.figures.rssReadyBytes = (await server.usage()).rssBytes;
      const load = new Load([server.url], this.stage.authority);
      try {
        const signedIn = await load.signIns(crowd.take(SESSIONS));
        await load.signIns(crowd.take(signIns));
        await load.profiles(signedIn, requests);
        this.#running = { server, signedIn };
      } finally {
        load.close();
      }
    });
  }

  /** A piece of work with it, unless it has failed before. */
  attempt(work: (running: Running) => Promise<void>): Promise<void> {
    return this.#attempt(async () => {
      if (this.#running !== undefined) await work(this.#running);
    });
  }

  async leave(): Promise<void> {
    await this.#server?.stop();
  }

  async #start(): Promise<MeasuredServer> {
    this.#server = await MeasuredServer.start(this.row, this.stage.settings(this.database), this.stage.directory);
    return this.#server;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const log = await this.#server?.log();
      this.#failure = log === undefined ? message : `${message}\n${log}`;
    }
  }
}

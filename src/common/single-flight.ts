interface Flight<T> {
  work: string;
  result: Promise<T>;
}

/**
 * At most one piece of work under way per key. Callers with the same work share its result or its failure; other work
 * on the same key waits its turn.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  run(key: string, work: string, perform: () => Promise<T>): Promise<T> {
    const running = this.#flights.get(key);
    if (running?.work === work) return running.result;
    const ready = running === undefined ? Promise.resolve() : running.result.then(noop, noop);
    const flight: Flight<T> = {
      work,
      result: ready.then(perform).finally(() => {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
      }),
    };
    this.#flights.set(key, flight);
    return flight.result;
  }
}

function noop(): void {}

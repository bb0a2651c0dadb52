import { runTool, EXIT_FAILED, exitOnSignals } from '../command-line/run-tool.js';
import { UsageError } from '../command-line/usage-error.js';
import { benchCommandLine, type BenchOrder } from './command-line.js';
import { compare } from './comparison/measure-comparison.js';
import { rowsWith } from './comparison/rows.js';
import { renderComparison } from './comparison/table.js';
import { measureInstances, renderInstances } from './instances/instances.js';
import { PAGE, writeSection } from './page.js';
import { measureRedisMemory, renderRedisMemory } from './redis-memory.js';
import { renderShortRun, shortRun } from './short/short-run.js';
import { renderSoak } from './soak/report.js';
import { soak } from './soak/soak.js';

/** What came of a measurement. */
interface Outcome {
  readonly figures: unknown;
  /** The same for people, as Markdown. */
  readonly text: string;
  /** What is wrong, in sentences. */
  readonly faults: readonly string[];
  /** Whether it has a section in the page. */
  readonly isOfPage: boolean;
}

const tell = (text: string): void => console.error(text);

async function measure(order: BenchOrder): Promise<Outcome> {
  switch (order.command) {
    case 'comparison': {
      const { only } = order.options;
      if (rowsWith(order.options).length === 0) throw new UsageError(`no row has '${only}' in its id or name`);
      const figures = await compare(order.options, tell);
      const failed = figures.rows.filter(({ failure }) => failure !== undefined);
      const faults = failed.map(({ id, failure }) => `${id} failed: ${failure}`);
      return { figures, text: renderComparison(figures), faults, isOfPage: true };
    }
    case 'short': {
      const figures = await shortRun(order.options, tell);
      return { figures, text: renderShortRun(figures, order.options), faults: figures.tooDear, isOfPage: false };
    }
    case 'instances': {
      const figures = await measureInstances(order.options, tell);
      return { figures, text: renderInstances(figures), faults: [], isOfPage: true };
    }
    case 'soak': {
      const figures = await soak(order.options, tell);
      return { figures, text: renderSoak(figures), faults: figures.faults, isOfPage: true };
    }
    case 'redis-memory': {
      const figures = await measureRedisMemory(order.options);
      return { figures, text: renderRedisMemory(figures), faults: [], isOfPage: false };
    }
  }
}

exitOnSignals(EXIT_FAILED);
await runTool(benchCommandLine, async ({ json, write, ...order }) => {
  const { figures, text, faults, isOfPage } = await measure(order);
  console.log(json ? JSON.stringify(figures, null, 2) : text);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) return EXIT_FAILED;
  if (write && isOfPage) {
    await writeSection(order.command, text);
    console.error(`${PAGE} has these figures now`);
  }
  return 0;
});

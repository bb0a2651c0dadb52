import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import type * as Throttler from '@nestjs/throttler';

/**
 * Stands for `@nestjs/throttler` under jest (see moduleNameMapper). The package is CommonJS and requires @nestjs/common,
 * an ES module: Node does that from 20.19 on, jest only on Node 24.9. Its own files are evaluated here, unchanged, with
 * the modules that the specs use.
 */
const requireOther = createRequire(import.meta.url);
const modules: Record<string, unknown> = { '@nestjs/common': common, '@nestjs/core': core };

function load(file: string): unknown {
  const module = { exports: {} };
  modules[file] = module.exports;
  const require = (name: string): unknown => {
    const id = name.startsWith('.') ? `${resolve(dirname(file), name)}.js` : name;
    return modules[id] ?? (id === name ? requireOther(id) : load(id));
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- how Node itself evaluates CommonJS
  const evaluate = new Function('require', 'module', 'exports', readFileSync(file, 'utf8')) as (
    require: (name: string) => unknown,
    module: unknown,
    exports: unknown,
  ) => void;
  evaluate(require, module, module.exports);
  return module.exports;
}

const dist = dirname(requireOther.resolve('@nestjs/throttler/package.json'));
export const { ThrottlerGuard, ThrottlerModule } = load(resolve(dist, 'dist/index.js')) as typeof Throttler;

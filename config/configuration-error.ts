export interface ConfigurationProblem {
  name: string;
  /** What is wrong and what to do, without the value. */
  message: string;
}

/** The environment can't be used. Its message names every problem at once and holds no value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(
      [
        `The configuration has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:`,
        ...problems.map(({ name, message }) => `  ${name} ${message}.`),
        'Set them in the environment or in .env (.env.example lists all), then start again.',
      ].join('\n'),
    );
  }
}

import { renderEnvExample } from '../../config/env-example.js';
import { renderConfigurationPage } from './configuration-page.js';
import { renderErrorsPage } from './errors-page.js';

export interface GeneratedFile {
  /** From the project's root. */
  path: string;
  text: string;
}

/** Every file that is made from the code. */
export function generatedFiles(): GeneratedFile[] {
  return [
    { path: '.env.example', text: renderEnvExample() },
    { path: 'docs/configuration.md', text: renderConfigurationPage() },
    { path: 'docs/errors.md', text: renderErrorsPage() },
  ];
}

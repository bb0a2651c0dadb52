import { renderEnvExample } from '../../config/env-example.js';

export interface GeneratedFile {
  /** From the project's root. */
  path: string;
  text: string;
}

/** Every file that is made from the code. */
export function generatedFiles(): GeneratedFile[] {
  return [{ path: '.env.example', text: renderEnvExample() }];
}

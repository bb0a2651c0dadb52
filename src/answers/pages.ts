import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { EntraErrorDetails } from '../common/app-error.js';
import type { ErrorExplanation } from './explain-error.js';

/** What each view is given. */
export interface PageModels {
  home: { user: { name: string | null; username: string | null } | undefined; signedOut: boolean };
  profile: {
    name: string;
    initials: string;
    jobTitle: string | null;
    /** Label and value; what Graph left empty is not in it. */
    fields: readonly { label: string; value: string }[];
    roles: readonly string[];
  };
  logout: { user: { name: string | null; username: string | null } | undefined };
  /** A few words and where to go on. */
  message: { title: string; text: string; action: { label: string; href: string } };
  error: {
    status: number;
    explanation: ErrorExplanation;
    action: { label: string; href: string } | undefined;
    /** Three sign-ins failed within a minute. */
    goesInCircles: boolean;
    entra: EntraErrorDetails | undefined;
    code: string;
    requestId: string;
  };
}

const eta = new Eta({
  views: fileURLToPath(new URL('./views', import.meta.url)),
  autoEscape: true,
  cache: true,
});

/** Plain HTML; everything that is shown is escaped by the template engine. */
export function renderPage<View extends keyof PageModels>(view: View, model: PageModels[View]): string {
  return eta.render(view, model);
}

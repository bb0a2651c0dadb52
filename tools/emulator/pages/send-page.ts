import type { Response } from 'express';

interface PageNeeds {
  /** Whether the page has a script of the emulator's own. */
  readonly scripts?: boolean;
  /** The addresses of its iframes. */
  readonly frames?: readonly string[];
}

/**
 * Sends a page. There is no `form-action` in its policy: Chromium applies it to the redirects that follow a form, and
 * those lead back to the client.
 */
export function sendPage(res: Response, status: number, html: string, needs: PageNeeds = {}): void {
  const { frames = [] } = needs;
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(needs.scripts === true ? ["script-src 'self'"] : []),
    ...(frames.length === 0 ? [] : [`frame-src ${frames.map((frame) => new URL(frame).origin).join(' ')}`]),
  ];
  res
    .status(status)
    .set({
      'Content-Security-Policy': policy.join('; '),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      // With no-referrer a browser would send `Origin: null` with our own forms.
      'Referrer-Policy': 'same-origin',
    })
    .type('html')
    .send(html);
}

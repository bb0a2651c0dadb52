import { randomUUID } from 'node:crypto';
import { BoundedMap } from './bounded-map.js';
import type { Notice } from './pages/control/notice.js';

/** What the last buttons of the control page did: the page that a redirect leads to asks for it by its id. */
export class Notices {
  private readonly byId = new BoundedMap<string, Notice>(50);

  /** @returns its id */
  add(notice: Notice): string {
    const id = randomUUID();
    this.byId.set(id, notice);
    return id;
  }

  find(id: string | null): Notice | undefined {
    return id === null ? undefined : this.byId.get(id);
  }
}

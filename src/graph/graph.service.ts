import { Injectable } from '@nestjs/common';
import type { Session } from '../session/session.js';
import { type GraphUser, graphUserSchema } from './graph-user.js';
import { GraphClient } from './graph.client.js';
import { GraphError } from './graph.errors.js';

const USER_READ = ['User.Read'];

export interface Photo {
  contentType: string;
  bytes: Buffer;
}

/** What the service asks of Microsoft Graph for the person of a session. Errors are those of GraphClient. */
@Injectable()
export class GraphService {
  constructor(private readonly graph: GraphClient) {}

  me(session: Session): Promise<GraphUser> {
    return this.graph.get(session, '/me', graphUserSchema, USER_READ);
  }

  /** The profile photo, or undefined when there is none. */
  async photo(session: Session): Promise<Photo | undefined> {
    try {
      const { contentType, body, requestId } = await this.graph.getBytes(
        session,
        '/me/photo/$value',
        USER_READ,
      );
      if (/^image\/(jpeg|png|gif|webp)$/.test(contentType)) return { contentType, bytes: body };
      throw new GraphError('graph_invalid_answer', { graphRequestId: requestId, log: { contentType } });
    } catch (error) {
      if (error instanceof GraphError && error.code === 'graph_not_found') return undefined;
      throw error;
    }
  }
}

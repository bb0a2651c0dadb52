import { Injectable } from '@nestjs/common';
import type { TokenOwner } from '../tokens/token-request.js';
import { type GraphUser, graphUserSchema } from './graph-user.js';
import { GraphClient } from './graph.client.js';
import { GraphError } from './graph.errors.js';

const USER_READ = ['User.Read'];
const PHOTO_TYPES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
/** Nobody without a photo, without a mailbox (400), or whose photo is in another tenant, as a guest's (401), has one. */
const STATUSES_WITHOUT_PHOTO = new Set<number | undefined>([400, 401, 404]);

export interface Photo {
  contentType: string;
  bytes: Buffer;
}

/** What the service asks of Microsoft Graph for the person of a session. Errors are those of GraphClient. */
@Injectable()
export class GraphService {
  constructor(private readonly graph: GraphClient) {}

  me(session: TokenOwner): Promise<GraphUser> {
    return this.graph.get(session, '/me', graphUserSchema, USER_READ);
  }

  /** The profile photo, or undefined when there is none. */
  async photo(session: TokenOwner): Promise<Photo | undefined> {
    try {
      const { contentType, body, requestId } = await this.graph.getBytes(session, '/me/photo/$value', USER_READ);
      const mediaType = mediaTypeOf(contentType);
      if (PHOTO_TYPES.has(mediaType)) return { contentType: mediaType, bytes: body };
      throw new GraphError('graph_invalid_answer', { graphRequestId: requestId, log: { mediaType } });
    } catch (error) {
      if (error instanceof GraphError && STATUSES_WITHOUT_PHOTO.has(error.upstreamStatus)) return undefined;
      throw error;
    }
  }
}

/** Without parameters, and in lower case: neither changes the type. */
function mediaTypeOf(contentType: string): string {
  const [mediaType = ''] = contentType.split(';');
  return /^\s*([\w.+-]{1,64}\/[\w.+-]{1,64})\s*$/.exec(mediaType)?.[1]?.toLowerCase() ?? 'none';
}

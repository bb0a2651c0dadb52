import { Injectable } from '@nestjs/common';
import type { TokenOwner } from '../tokens/token-request.js';
import type { BinaryAnswer, GraphRequest } from './graph-request.js';
import { type GraphUser, me, photo } from './graph-user.js';
import { GraphClient } from './graph.client.js';
import { GraphError } from './graph.errors.js';

/** Nobody without a photo, without a mailbox (400), or whose photo is in another tenant, as a guest's (401), has one. */
const STATUSES_WITHOUT_PHOTO = new Set<number | undefined>([400, 401, 404]);

/**
 * What the service asks of Microsoft Graph for the person of a session. Every method rejects with
 * InteractionRequiredError (sign in again), GraphError (Graph refused or failed), EntraOutageError or
 * StoreUnavailableError.
 */
@Injectable()
export class GraphService {
  constructor(private readonly client: GraphClient) {}

  /** What has no method here. */
  send<T>(owner: TokenOwner, request: GraphRequest<T>): Promise<T> {
    return this.client.send(owner, request);
  }

  me(owner: TokenOwner): Promise<GraphUser> {
    return this.send(owner, me);
  }

  /** The profile photo, or undefined when there is none. */
  async photo(owner: TokenOwner): Promise<BinaryAnswer | undefined> {
    try {
      return await this.send(owner, photo);
    } catch (error) {
      if (error instanceof GraphError && STATUSES_WITHOUT_PHOTO.has(error.upstreamStatus)) return undefined;
      throw error;
    }
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { type Configuration, mayCall } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { EntraHttp } from '../entra-http.js';
import { EntraOutageError } from '../entra.errors.js';
import { discoverySchema, keySetSchema, type SigningKey } from './authority.schema.js';
import { authorityHosts } from './clouds.js';

/** What Entra says of itself: where to send people and requests, and which keys sign. */
export interface AuthorityMetadata {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string;
  /** The issuers whose ID tokens we accept, one for each allowed tenant. */
  readonly issuers: readonly string[];
  readonly keys: readonly SigningKey[];
}

/** Fetches Entra's discovery document and key set, and checks that they may be used. */
@Injectable()
export class AuthorityDocuments {
  readonly #discoveryUrl: string;
  readonly #hosts: ReadonlySet<string>;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly http: EntraHttp,
  ) {
    const { cloudInstance, tenantId } = configuration.entra;
    this.#discoveryUrl = `${cloudInstance}/${tenantId}/v2.0/.well-known/openid-configuration`;
    this.#hosts = authorityHosts(cloudInstance, tenantId);
  }

  /** Both documents, within one deadline. @throws EntraOutageError */
  async load(): Promise<AuthorityMetadata> {
    const deadline = AbortSignal.timeout(this.configuration.deadlines.discoveryMs);
    const document = await this.http.get('discovery', this.#discoveryUrl, discoverySchema, deadline);
    const { authorization_endpoint, token_endpoint, end_session_endpoint, jwks_uri } = document;
    this.#assertCallable({ authorization_endpoint, token_endpoint, end_session_endpoint, jwks_uri });
    return {
      authorizationEndpoint: authorization_endpoint,
      tokenEndpoint: token_endpoint,
      endSessionEndpoint: end_session_endpoint,
      issuers: this.#issuers(document.issuer),
      keys: keysOfCloud(document.cloud_instance_name, await this.http.get('keys', jwks_uri, keySetSchema, deadline)),
    };
  }

  /** A document that was tampered with, or is of another cloud, must not get our secret or our people. */
  #assertCallable(endpoints: Record<string, string>): void {
    for (const [endpoint, url] of Object.entries(endpoints)) {
      if (mayCall(this.configuration, url) && this.#hosts.has(new URL(url).host)) continue;
      throw new EntraOutageError('entra_invalid_answer', {
        log: { endpoint, reason: 'not https, or not on a host of CLOUD_INSTANCE' },
      });
    }
  }

  /** Entra's rule: the template with each allowed tenant, or the concrete issuer, which must be our tenant's. */
  #issuers(issuer: string): string[] {
    const { allowedTenants } = this.configuration.entra;
    const issuers = allowedTenants.map((tenant) => issuer.replace('{tenantid}', tenant));
    if (allowedTenants.every((tenant, index) => issuers[index]?.includes(`/${tenant}/`))) return issuers;
    throw new EntraOutageError('entra_invalid_answer', {
      log: { reason: 'the issuer is not of our tenant' },
    });
  }
}

/** What another cloud of Microsoft signs is not for us. As Microsoft's own library, where both say whose they are. */
function keysOfCloud(cloud: string | undefined, keys: readonly SigningKey[]): SigningKey[] {
  const ours = keys.filter(({ cloud_instance_name: its = cloud }) => cloud === undefined || its === cloud);
  if (ours.length > 0) return ours;
  throw new EntraOutageError('entra_invalid_answer', { log: { reason: 'all keys are of another cloud' } });
}

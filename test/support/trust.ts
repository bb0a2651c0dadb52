import tls, { type SecureContext, type SecureContextOptions } from 'node:tls';

/** What Node has in a secure context, and has no types for. */
interface InnerContext {
  addCACert(certificate: string): void;
}

/**
 * Trusts a private authority in this process, as NODE_EXTRA_CA_CERTS does from the start of one.
 * @returns ends the trust
 */
export function trust(certificate: string): () => void {
  const { createSecureContext } = tls;
  tls.createSecureContext = (options: SecureContextOptions = {}): SecureContext => {
    const made = createSecureContext(options);
    (made.context as InnerContext).addCACert(certificate);
    return made;
  };
  return () => {
    tls.createSecureContext = createSecureContext;
  };
}

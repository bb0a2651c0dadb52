/** One way in which the service proves itself at the token endpoint. */
export interface ClientCredential {
  /** Which one it is, as the log and the health check say it: never what it is. */
  readonly name: string;
  /** What whoever runs the service has to do when Entra refuses it: names the variable. */
  readonly remedy: string;
  /**
   * Adds what proves us to the form of a token request.
   * @param tokenEndpoint where it goes, which an assertion has to name
   * @param deadline of the whole request: who asks somebody else for a proof gives up with it
   */
  authenticate(form: URLSearchParams, tokenEndpoint: string, deadline: AbortSignal): Promise<void>;
}

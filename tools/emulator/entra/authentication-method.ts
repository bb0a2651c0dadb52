/** How a client proved itself. `none`: it may be a public client; whether it may be for a grant, the grant says. */
export type AuthenticationMethod = 'none' | 'secret' | 'certificate' | 'federated';

/** The version of the package, on every class as `static version`. */
export const VERSION = '0.1.0';

/** How far the open pipeline covers a quota. */
export interface Coverage {
  /** Open amount ÷ quota, a ratio; null without a quota. */
  readonly ofQuota: number | null;
  /** Open amount ÷ (quota − won), a ratio; null when nothing remains to be won. */
  readonly ofRemaining: number | null;
}

/** Pipeline coverage from three amounts in minor units of one currency. A quota of zero or below covers nothing: null, not infinity. */
export const coverage = ({
  open,
  won,
  quota,
}: {
  readonly open: number;
  readonly won: number;
  readonly quota: number;
}): Coverage => ({
  ofQuota: quota > 0 ? open / quota : null,
  ofRemaining: quota - won > 0 ? open / (quota - won) : null,
});

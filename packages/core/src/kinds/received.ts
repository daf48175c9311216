/** What was received, as a problem quotes it: never longer than fits in a sentence, and whatever JSON can say. */
export const quoted = (value: unknown): string => {
  if (typeof value === 'string') return value.slice(0, 80);
  // an object may bring a toString of its own, which is no function
  const text = typeof value === 'number' ? `${value}` : JSON.stringify(value);
  return (text ?? typeof value).slice(0, 80);
};

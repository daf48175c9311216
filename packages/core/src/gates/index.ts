export { admit, type Finding, findingIssue, gatingRate, judge, score, type Verdict } from './gate.ts';

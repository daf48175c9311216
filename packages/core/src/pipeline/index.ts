export { move, nextStage, openStages, stageOf } from './stage.ts';

// Registers the elements that a page shows when somebody opens or adds a record, looks at a board or a history, or imports a file.
import './elements/ageing/define.ts';
import './elements/board/define.ts';
import './elements/calibration/define.ts';
import './elements/chart/define.ts';
import './elements/dialog/define.ts';
import './elements/donut/define.ts';
import './elements/field/define.ts';
import './elements/forecast/define.ts';
import './elements/importer/define.ts';
import './elements/leaderboard/define.ts';
import './elements/record/define.ts';
import './elements/timeline/define.ts';
import './elements/trend/define.ts';
import './elements/velocity/define.ts';
import './elements/waterfall/define.ts';
import './elements/what-if/define.ts';

// Registers every element under its tag: at once, those of the second view too, because whoever bundles decides what is loaded when.
import './first-view.ts';
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

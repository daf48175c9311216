// Registers every element under its tag: at once, those of the second view too, because whoever bundles decides what is loaded when.
import './first-view.ts';
import './elements/board/define.ts';
import './elements/dialog/define.ts';
import './elements/field/define.ts';
import './elements/importer/define.ts';
import './elements/record/define.ts';
import './elements/timeline/define.ts';

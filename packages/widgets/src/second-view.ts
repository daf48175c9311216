// Registers the elements that a page shows when somebody opens or adds a record, looks at a board or a history, or imports a file.
import './elements/board/define.ts';
import './elements/dialog/define.ts';
import './elements/field/define.ts';
import './elements/importer/define.ts';
import './elements/record/define.ts';
import './elements/timeline/define.ts';

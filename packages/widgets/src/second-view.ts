// Registers the elements that a page shows when somebody opens or adds a record, or imports a file.
import './elements/dialog/define.ts';
import './elements/field/define.ts';
import './elements/importer/define.ts';
import './elements/record/define.ts';

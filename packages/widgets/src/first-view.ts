// Registers the elements that a page shows at first sight.
import './elements/app/define.ts';
import './elements/bars/define.ts';
import './elements/dashboard/define.ts';
import './elements/data/define.ts';
import './elements/deadlines/define.ts';
import './elements/exporter/define.ts';
import './elements/filter/define.ts';
import './elements/filter-bar/define.ts';
import './elements/funnel/define.ts';
import './elements/kpi/define.ts';
import './elements/kpi-row/define.ts';
import './elements/search/define.ts';
import './elements/sparkline/define.ts';
import './elements/table/define.ts';

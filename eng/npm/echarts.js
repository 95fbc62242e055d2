// The parts of ECharts that charts draw with: eng/restore-front-end.sh bundles these, and nothing else of it, for wwwroot/lib/echarts.
// A chart that needs another part (a heatmap, a scatter plot) gets its name here. Legend and title are HTML, beside the charts.
import { LineChart } from 'echarts/charts.js';
import { DataZoomComponent, GridComponent, TooltipComponent } from 'echarts/components.js';
import { init, use } from 'echarts/core.js';
import { CanvasRenderer } from 'echarts/renderers.js';

use([LineChart, DataZoomComponent, GridComponent, TooltipComponent, CanvasRenderer]);

export { init };

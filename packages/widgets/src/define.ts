// Registers every element under its tag.
import './first-view.ts';
import './second-view.ts';

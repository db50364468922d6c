//! What a chart shows, whatever it is drawn with.

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartSort {
    /// A bar for each value.
    Bars,
    /// A bar for each label, made of a segment for each series.
    Stacked,
    /// A line for each series; the labels follow each other, as weeks do.
    Line,
}

/// A chart: values of one or several series by label.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// How it is drawn.
    pub sort: ChartSort,
    /// What the values are of, in the order of the table.
    pub labels: Vec<String>,
    /// One value of each for every label.
    pub series: Vec<Series>,
}

/// Values of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What they are of, in the user's language; for money of several currencies with the currency.
    pub name: String,
    /// What they are counted in: a currency, `%`, or nothing. Series of one unit share a scale; each unit has a chart
    /// of its own.
    pub unit: String,
    /// A value for each label; none where there is nothing.
    pub values: Vec<Option<f64>>,
    /// What people read for each value.
    pub shown: Vec<String>,
}

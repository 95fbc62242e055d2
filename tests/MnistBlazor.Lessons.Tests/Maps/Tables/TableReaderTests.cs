using System.Text;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Tests.Maps.Tables;

public class TableReaderTests
{
    [Fact]
    public void The_example_adds_up_to_the_published_totals()
    {
        var table = ExampleTable.Table;

        Assert.Equal(17, table.RowCount);
        Assert.Equal(25_498_324, Sum("male_2024"));
        Assert.Equal(25_718_897, Sum("female_2024"));
        Assert.Equal(51_217_221, Sum("male_2024") + Sum("female_2024"));
        Assert.Equal(51_069_375, Sum("male_2015") + Sum("female_2015"));
        // 100,449.4 km² by the cadastral statistics of the end of 2023; the figures of the table are rounded.
        Assert.Equal(100_449, Sum("area_km2")!.Value, 30.0);

        double? Sum(string column) => table.Column(column)!.Values!.Sum();
    }

    public static TheoryData<string, string> Encodings => new()
    {
        { "utf-8", "UTF-8" }, { "utf-8 with mark", "UTF-8" }, { "ks_c_5601-1987", "CP949" },
        { "utf-16", "UTF-16" }, { "utf-16BE", "UTF-16" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encodings_are_recognised(string encoding, string said)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var known = encoding == "utf-8 with mark" ? new UTF8Encoding(true) : Encoding.GetEncoding(encoding);
        byte[] bytes = [.. encoding == "utf-8" ? [] : known.GetPreamble(), .. known.GetBytes("시도,면적(㎢)\n서울특별시,605\n똠방각하도,7\n")];

        var table = TableReader.Read(bytes);

        Assert.Equal(said, table.Reading.Encoding);
        Assert.Equal(["서울특별시", "똠방각하도"], table.Columns[0].Cells);
        Assert.Equal([605, 7], table.Columns[1].Values!);
    }

    [Theory]
    [InlineData("a,b\nx,1\n", ',')]
    [InlineData("a;b\nx;1\n", ';')]
    [InlineData("a\tb\nx\t1\n", '\t')]
    [InlineData("a|b\nx|1\n", '|')]
    [InlineData("a;b;c\nx;1,5;2,25\ny;3,5;4\n", ';')]
    public void Delimiters_are_recognised(string text, char delimiter)
    {
        var table = Read(text);

        Assert.Equal(delimiter, table.Reading.Delimiter);
        Assert.Equal("x", table.Columns[0].Cells[0]);
    }

    [Theory]
    [InlineData("\"1,234\"", 1234, null)]
    [InlineData("\"1,234,567.5\"", 1234567.5, null)]
    [InlineData("1 234 567", 1234567, null)]
    [InlineData("-12.5%", -12.5, "%")]
    [InlineData("12.5 %", 12.5, "%")]
    [InlineData("\"9,331,828 명\"", 9331828, "명")]
    [InlineData("605.2㎢", 605.2, "㎢")]
    [InlineData("605.2km²", 605.2, "km²")]
    [InlineData("−3", -3, null)]
    [InlineData("1.5e3", 1500, null)]
    public void Numbers_are_read_as_people_write_them(string cell, double value, string? unit)
    {
        var column = Read($"region,value\nx,{cell}\n").Columns[1];

        Assert.Equal(value, column.Values![0]);
        Assert.Equal(unit, column.Unit);
    }

    [Fact]
    public void Decimal_commas_are_recognised_by_the_whole_table()
    {
        var table = Read("Region;Wert;Mehr\nx;1,5;1.234\ny;2.345,25;7\n");

        Assert.True(table.Reading.HasDecimalComma);
        Assert.Equal([1.5, 2345.25], table.Columns[1].Values!);
        Assert.Equal([1234, 7], table.Columns[2].Values!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("N/A")]
    [InlineData("…")]
    public void What_is_missing_is_no_zero(string cell) =>
        Assert.Equal([1, null, 3], Read($"region,value\nx,1\ny,{cell}\nz,3\n").Columns[1].Values!);

    [Fact]
    public void Totals_are_named_and_are_no_regions()
    {
        var table = Read("행정구역,인구,비고\n전국,300,\n서울,100,a\n소계,100,\n부산,200,b\n");

        Assert.Equal(["서울", "부산"], table.Columns[0].Cells);
        Assert.Equal([(2, "전국", 300d), (4, "소계", 100d)], table.Totals.Select(total => (total.Line, total.Name, total.Values[1]!.Value)));
        Assert.Equal([3, 5], table.Lines);
    }

    [Fact]
    public void Titles_headers_over_each_other_and_sources_are_no_regions()
    {
        var table = Read("""
            행정구역별 인구

            시도별,2015,2015,2024
            시도별,남자 (명),여자 (명),남자 (명)
            서울,1,2,3
            부산,4,5,6
            세종
            자료: 통계청
            """);

        Assert.Equal(["시도별", "2015 남자 (명)", "2015 여자 (명)", "2024 남자 (명)"], table.Columns.Select(column => column.Name));
        Assert.Equal(2, table.Reading.HeaderLines);
        Assert.Equal([1, 8], table.Reading.SkippedLines);
        Assert.Equal([5, 6, 7], table.Lines);
        Assert.Equal([1, 4, null], table.Columns[1].Values!);
        Assert.Equal(["남자 (명)"], YearColumns.Of(table).Select(years => years.Stem));
    }

    [Fact]
    public void Years_as_headers_are_names() =>
        Assert.Equal(["region", "2015", "2024"], Read("region,2015,2024\nx,1,2\n").Columns.Select(column => column.Name));

    [Fact]
    public void A_table_without_a_header_has_columns_by_number() =>
        Assert.Equal(["1", "2"], Read("서울,12\n부산,13\n").Columns.Select(column => column.Name));

    [Fact]
    public void Columns_of_one_name_are_told_apart() =>
        Assert.Equal(["region", "value", "value (2)"], Read("region,value,value\nx,1,2\n").Columns.Select(column => column.Name));

    [Fact]
    public void Columns_over_the_years_are_found()
    {
        var found = YearColumns.Of(ExampleTable.Table);

        Assert.Equal(["male", "female"], found.Select(years => years.Stem));
        Assert.Equal([new YearColumn(2015, "male_2015"), new YearColumn(2024, "male_2024")], found[0].Columns);
    }

    [Theory]
    [InlineData("", "maps.table.empty()")]
    [InlineData("\n \n", "maps.table.empty()")]
    [InlineData("region,value\n", "maps.table.no-rows()")]
    [InlineData("region,value\n합계,3\n", "maps.table.no-rows()")]
    [InlineData("region,value\nx,y\n", "maps.table.no-rows()")]
    [InlineData("region,value\nx,1\ny,2,3\n", "maps.table.width(3, 2, 3)")]
    [InlineData("region,value\nx,1\ny,two\nz,3\n", "maps.table.number(3, value, two)")]
    [InlineData("region,value\nx,1\n\"y\nw\",2\nz,1.2.3\n", "maps.table.number(5, value, 1.2.3)")]
    public void A_bad_file_is_refused_with_its_line(string text, string reason) =>
        Assert.Equal(reason, Assert.Throws<MapFileException>(() => Read(text)).Reason.ToString());

    [Fact]
    public void A_quotation_mark_that_is_not_closed_is_refused_with_its_line()
    {
        var reason = Assert.Throws<MapFileException>(() => Read("region,value\nx,1\n\"y,2\nz,3\n")).Reason;

        Assert.Equal(("maps.table.damaged", "3"), (reason.Code, reason.Arguments[0]));
    }

    [Fact]
    public void A_workbook_is_no_text()
    {
        byte[] zip = [(byte)'P', (byte)'K', 3, 4, 20, 0, 0, 0, 8, 0, 0xFF, 0xD8, 0x81, 0x00, 0xDC];

        Assert.Equal("maps.table.not-text()", Assert.Throws<MapFileException>(() => TableReader.Read(zip)).Reason.ToString());
    }

    [Fact]
    public void What_is_too_large_is_refused()
    {
        var bounds = new TableBounds(Bytes: 4000, Rows: 3, Columns: 3, Cell: 10);

        Assert.Equal("maps.table.rows(3)", Reason("a,b\nv,1\nw,1\nx,1\ny,1\n"));
        Assert.Equal("maps.table.columns(4, 3)", Reason("a,b,c,d\n1,2,3,4\n"));
        Assert.Equal("maps.table.cell(2, 10)", Reason("a,b\nlonger than ten,1\n"));
        Assert.Equal("maps.table.too-large(0)", Reason(new string('a', 4001)));

        string Reason(string text) =>
            Assert.Throws<MapFileException>(() => TableReader.Read(Encoding.UTF8.GetBytes(text), bounds)).Reason.ToString();
    }

    private static RegionTable Read(string text) => TableReader.Read(Encoding.UTF8.GetBytes(text));
}

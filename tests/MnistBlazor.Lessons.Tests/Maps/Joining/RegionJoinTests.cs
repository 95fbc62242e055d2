using System.Text;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Maps.Borders;
using MnistBlazor.Lessons.Maps.Joining;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Tests.Maps.Joining;

public class RegionJoinTests
{
    [Fact]
    public void The_example_joins_its_borders_whole()
    {
        var join = RegionJoin.Of(ExampleTable.Table, KoreanProvinces.Borders);

        Assert.Equal(17, join.Matched);
        Assert.Empty(join.Rows);
        Assert.Empty(join.Regions);
        Assert.Empty(join.Duplicates);
    }

    [Theory]
    [InlineData("서울,부산,대구,인천,광주,대전,울산,세종,경기,강원,충북,충남,전북,전남,경북,경남,제주")]
    [InlineData("서울시,부산시,대구시,인천시,광주시,대전시,울산시,세종시,경기도,강원도,충청북도,충청남도,전라북도,전라남도,경상북도,경상남도,제주도")]
    [InlineData("Seoul,Busan,Daegu,Incheon,Gwangju,Daejeon,Ulsan,Sejong,Gyeonggi-do,Gangwon-do,Chungcheongbuk-do,South Chungcheong,"
        + "Jeollabuk-do,Jeonnam,Gyeongsangbuk-do,Gyeongnam,Jeju")]
    [InlineData("11,21,22,23,24,25,26,29,31,32,33,34,35,36,37,38,39")]
    [InlineData("11,26,27,28,29,30,31,36,41,51,43,44,52,46,47,48,50")]
    [InlineData("서울특별시  (1100000000),부산광역시  (2600000000),대구,인천,광주,대전,울산,세종,경기,강원,충북,충남,전북,전남,경북,경남,제주")]
    public void Provinces_are_known_by_all_their_names_and_codes(string keys)
    {
        var join = RegionJoin.Of(Table(keys.Split(',')), KoreanProvinces.Borders);

        Assert.Equal(Enumerable.Range(0, 17).Select(row => (int?)row), join.RowOf);
    }

    [Fact]
    public void What_does_not_match_is_listed_on_both_sides_with_the_nearest()
    {
        var join = RegionJoin.Of(Table(["서울", "부산광역", "경기", "New York", "서울시"]), KoreanProvinces.Borders);

        Assert.Equal([0, null, null], join.RowOf.Take(3));
        Assert.Equal([new UnmatchedRow(3, "부산광역", 1), new UnmatchedRow(5, "New York", null)], join.Rows);
        Assert.Equal(15, join.Regions.Count);
        Assert.Equal("부산광역", join.Regions.Single(region => region.Key == "부산광역시").Nearest);
        Assert.Equal([new DuplicateRow(6, "서울시", 2)], join.Duplicates);
    }

    [Fact]
    public void Other_borders_are_joined_by_the_property_that_matches_most()
    {
        var borders = new RegionBorders(
            new(
                10, 10, [.. new[] { "가", "나", "다" }.Select(name => new RegionShape(name, "M0 0z", 0, 0, 1, 0, 0, 1, 1))],
                null, new(null, false)),
            new Dictionary<string, IReadOnlyList<string?>>
            {
                ["OBJECTID"] = ["1", "2", "3"], ["SIG_CD"] = ["11110", "11140", null],
                ["SIG_KOR_NM"] = ["서울특별시 종로구", "서울특별시 중구", "강원도 춘천시"],
            });

        var join = RegionJoin.Of(Table(["서울 종로구", "서울특별시  중구", "강원특별자치도 춘천시"]), borders);

        Assert.Equal(("region", "SIG_KOR_NM"), (join.Column, join.Property));
        Assert.Equal([0, 1, 2], join.RowOf);
        Assert.Equal("SIG_CD", RegionJoin.Of(Table(["11140", "11110"]), borders, property: "SIG_CD").Property);
        Assert.Equal([1, 0, null], RegionJoin.Of(Table(["11140", "11110"]), borders, property: "SIG_CD").RowOf);
    }

    [Fact]
    public void Regions_of_one_name_are_told_apart()
    {
        var borders = new RegionBorders(
            new(10, 10, [.. new[] { "중구", "중구", "동구" }.Select(name => new RegionShape(name, "M0 0z", 0, 0, 1, 0, 0, 1, 1))],
                null, new(null, false)),
            new Dictionary<string, IReadOnlyList<string?>> { ["name"] = ["중구", "중구", "동구"] });

        Assert.Equal(["1", "2", "3"], MapData.Of(Table(["중구", "동구"]), borders).Keys);
    }

    [Fact]
    public void No_match_at_all_is_an_error() => Assert.Equal(
        "maps.join.nothing(region, “Paris”, “서울특별시”)",
        Assert.Throws<MapFileException>(() => RegionJoin.Of(Table(["Paris", "Lyon"]), KoreanProvinces.Borders)).Reason.ToString());

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("전북", "전남", 3)]
    [InlineData("같다", "같다", 0)]
    public void Distances_count_letters(string one, string other, int distance) => Assert.Equal(distance, RegionKeys.Distance(one, other));

    private static RegionTable Table(string[] keys) => TableReader.Read(Encoding.UTF8.GetBytes(
        "region,value\n" + string.Concat(keys.Select((key, i) => $"{key},{i * 1000 + 1}.5\n"))));
}
